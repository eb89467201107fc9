import type { ReactNode } from "react";
import { IconArrowLeft } from "suomifi-ui-components";
import { CatalogueLink, type Page } from "./CatalogueLink";

/** The way back from a page of the catalogue. */
export const Back = ({ to, children }: { to: Page; children: ReactNode }) => <CatalogueLink to={to} className="back"><IconArrowLeft aria-hidden="true" />{children}</CatalogueLink>;
