import { usePrint } from "../i18n/print";

/** Where north is; the words below the map say which north. */
export function NorthArrow() {
  const { t } = usePrint();
  return (
    <svg className="sheet-north" viewBox="0 0 24 34" aria-hidden="true" focusable="false">
      <circle cx="12" cy="20" r="12" fill="#fff" fillOpacity="0.85" />
      <path d="M12 9 18 30 12 25.500Z" fill="#fff" stroke="#212121" strokeWidth="1" strokeLinejoin="round" />
      <path d="M12 9 6 30 12 25.500Z" fill="#212121" stroke="#212121" strokeWidth="1" strokeLinejoin="round" />
      <text x="12" y="8" textAnchor="middle" fontSize="9" fontWeight="600">{t("northMark")}</text>
    </svg>
  );
}
