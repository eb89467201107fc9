import { describe, it } from "node:test";
import { expect } from "expect";
import { Problem } from "../api/problem";
import { faultsOf, fieldId } from "./faults";

const problem = (...faults: [string | undefined, string][]) => new Problem(422, "Sisältö", "Korjaa", faults.map(([pointer, detail]) => ({ pointer, code: "x", detail })));

describe("faults by field", () => {
  it("are told at the field of their pointer", () => {
    expect(faultsOf(problem(["/email", "Ei kelpaa."], ["/street", "Liian pitkä."]), ["/email", "/street"])).toEqual({ fields: { "/email": "Ei kelpaa.", "/street": "Liian pitkä." }, rest: [] });
  });
  it("belong to the field that holds the pointer, the innermost first", () => {
    expect(faultsOf(problem(["/hours/weekly/2/from", "Kello."]), ["/hours", "/hours/weekly"]).fields).toEqual({ "/hours/weekly": "Kello." });
    expect(faultsOf(problem(["/channelsX", "?"]), ["/channels"]).rest).toEqual(["?"]);
  });
  it("of one field stand together, each once", () => expect(faultsOf(problem(["/a", "Yksi."], ["/a", "Kaksi."], ["/a", "Yksi."]), ["/a"]).fields).toEqual({ "/a": "Yksi. Kaksi." }));
  it("without a field stand apart", () => expect(faultsOf(problem(["/b", "Muu."], [undefined, "Koko."]), ["/a"])).toEqual({ fields: {}, rest: ["Muu.", "Koko."] }));
  it("are the problem itself where it names none", () => expect(faultsOf(problem(), ["/a"]).rest).toEqual(["Korjaa"]));
  it("are none of what is no problem of the service", () => expect(faultsOf(new Error("x"), ["/a"])).toEqual({ fields: {}, rest: [] }));
});

it("a field's id is of its pointer", () => expect(fieldId("profile", "/contact/email")).toBe("profile-contact-email"));
