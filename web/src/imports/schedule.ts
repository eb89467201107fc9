import type { Tagged } from "../api/client";
import type { Schedule, ScheduleBody } from "./queries";

/** What the form of a schedule asks. */
export interface Settings {
  address: string;
  service: string;
  minutes: string;
  publish: Schedule["publish"];
}

/** What is set; without a schedule what is offered first. */
export const settingsOf = (read: Tagged<Schedule> | null): Settings => ({
  address: read?.body.address ?? "", service: read?.body.options.service ?? "", minutes: String(read?.body.every_minutes ?? 1440), publish: read?.body.publish ?? "ask",
});

/** The schedule as it is saved. What the form does not ask stays as it was read. */
export const bodyOf = ({ address, service, minutes, publish }: Settings, read: Tagged<Schedule> | null): ScheduleBody => ({
  address: address.trim(), every_minutes: Number(minutes), publish, options: { ...read?.body.options, service: service.trim() || undefined },
});
