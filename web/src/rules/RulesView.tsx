import { useEffect } from "react";
import { useAddress } from "../address/store";
import { NewProposal } from "./NewProposal";
import { ProposalPage } from "./ProposalPage";
import { ProposalsPage } from "./ProposalsPage";
import { RuleList } from "./RuleList";
import { RulePage } from "./RulePage";

/** The rules of checks: all in force, one with its history, and what officials propose about them. */
export function RulesView() {
  const { rule, proposal, part } = { rule: useAddress((s) => s.rule), proposal: useAddress((s) => s.proposal), part: useAddress((s) => s.part) };
  const page = [rule, proposal, part].join(" ");
  useEffect(() => void document.querySelector(".panel-content")?.scrollTo({ top: 0 }), [page]);
  if (proposal) return <ProposalPage key={proposal} id={proposal} />;
  if (part === "new" || (rule && (part === "change" || part === "end" || part === "offer"))) return <NewProposal key={page} rule={rule} part={part} />;
  if (rule) return <RulePage key={rule} id={rule} />;
  return part === "proposals" ? <ProposalsPage /> : <RuleList />;
}
