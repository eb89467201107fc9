import { type KeyboardEvent, useRef } from "react";
import { IconClose, IconSearch } from "suomifi-ui-components";
import { useText } from "../i18n/useText";

interface Props {
  words: string;
  onChange: (words: string) => void;
}

/** The field that narrows the list of layers. */
export function LayerFilter({ words, onChange }: Props) {
  const { t } = useText();
  const input = useRef<HTMLInputElement>(null);
  const key = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !words) return;
    event.preventDefault();
    onChange("");
  };
  const clear = () => {
    onChange("");
    input.current?.focus();
  };
  return (
    <div className="layer-filter">
      <label htmlFor="layer-filter" className="field-label">{t("layers.filter")}</label>
      <div className="field">
        <IconSearch className="field-icon" aria-hidden="true" />
        <input
          id="layer-filter" ref={input} type="text" role="searchbox" autoComplete="off" autoCapitalize="off" spellCheck={false} enterKeyHint="search"
          placeholder={t("layers.filterHint")} value={words} onChange={(e) => onChange(e.target.value)} onKeyDown={key}
        />
        {words && <button type="button" className="field-clear" aria-label={t("layers.filterClear")} onClick={clear}><IconClose aria-hidden="true" /></button>}
      </div>
    </div>
  );
}
