import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { IconClose, IconSearch } from "suomifi-ui-components";
import { type Found, useSearch } from "../api/queries";
import { useText } from "../i18n/useText";

export type { Found };

interface Props {
  id: string;
  label: string;
  hideLabel?: boolean;
  placeholder?: string;
  hint?: string;
  error?: string | null;
  value: string;
  onChange: (words: string) => void;
  onChoose: (found: Found) => void;
  onFocus?: () => void;
  withIcon?: boolean;
}

/** Milliseconds after the last key before the search begins. */
const pause = 200;

/** A field that finds addresses, places, property units and coordinates: a combobox with a list (ARIA 1.2). */
export function PlaceInput({ id, label, hideLabel, placeholder, hint, error, value, onChange, onChoose, onFocus, withIcon }: Props) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState({ of: "", index: -1 });
  const asked = useDelayed(open ? value : "");
  const search = useSearch(asked);
  const found = asked.trim() && open ? (search.data?.items ?? []) : [];
  const nothing = open && asked.trim().length > 1 && search.isSuccess && !search.isPlaceholderData && found.length === 0;
  const list = useId();
  const options = useRef<HTMLDivElement>(null);

  const active = chosen.of === asked ? chosen.index : -1;
  useEffect(() => {
    options.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const choose = (item: Found | undefined) => {
    if (!item) return;
    setOpen(false);
    onChoose(item);
  };
  const key = (event: KeyboardEvent) => {
    const last = found.length - 1;
    const move = (to: number) => {
      event.preventDefault();
      setOpen(true);
      setChosen({ of: asked, index: to });
    };
    if (event.key === "ArrowDown") move(active >= last ? 0 : active + 1);
    else if (event.key === "ArrowUp") move(active <= 0 ? last : active - 1);
    else if (event.key === "Enter" && open && found.length > 0) {
      event.preventDefault();
      choose(found[Math.max(active, 0)]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      setOpen(false);
    } else if (event.key === "Tab") setOpen(false);
  };
  const shown = open && (found.length > 0 || nothing);

  return (
    <div className="place-input">
      <label htmlFor={id} className={hideLabel ? "hidden-text" : "field-label"}>{label}</label>
      {hint && <p className="field-hint" id={`${id}-hint`}>{hint}</p>}
      <div className={error ? "field field-error" : "field"}>
        {withIcon && <IconSearch className="field-icon" aria-hidden="true" />}
        <input
          id={id} type="text" role="combobox" autoComplete="off" autoCapitalize="off" spellCheck={false} enterKeyHint="search"
          aria-expanded={open && found.length > 0} aria-controls={list} aria-autocomplete="list"
          aria-activedescendant={active >= 0 && found.length > 0 ? `${id}-option-${active}` : undefined}
          aria-describedby={[hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined} aria-invalid={error ? true : undefined}
          placeholder={placeholder} value={value}
          onChange={(e) => {
            onChange(e.target.value);
            setOpen(true);
          }}
          onKeyDown={key} onFocus={onFocus} onClick={() => setOpen(true)} onBlur={() => setOpen(false)}
        />
        {value && (
          <button type="button" className="field-clear" aria-label={t("search.clear")} onClick={() => {
            onChange("");
            document.getElementById(id)?.focus();
          }}><IconClose aria-hidden="true" /></button>
        )}
      </div>
      {error && <p className="field-fault" id={`${id}-error`}>{error}</p>}
      <div className="options" hidden={!shown}>
        <div role="listbox" id={list} aria-label={label} ref={options}>
          {found.map((item, i) => (
            // As the pattern has it: the focus and the keys are the input's, an option is only pointed at.
            <div key={`${item.kind} ${item.layer ?? ""} ${item.feature_id ?? item.title}`} id={`${id}-option-${i}`} role="option" tabIndex={-1} aria-selected={i === active}
              onMouseDown={(e) => e.preventDefault()} onClick={() => choose(item)} onKeyDown={key}>
              <span className="option-title">{item.title}</span>
              <span className="option-detail">{[t(`search.kind.${item.kind}`), item.detail].filter(Boolean).join(" · ")}</span>
            </div>
          ))}
        </div>
        {nothing && <p className="options-none">{t("search.nothing", { words: asked.trim() })}</p>}
      </div>
      <p className="hidden-text" role="status">{open && asked.trim() && search.isSuccess ? (found.length > 0 ? t("search.count", { count: found.length }) : nothing ? t("search.nothing", { words: asked.trim() }) : "") : ""}</p>
    </div>
  );
}

/** The value once it has stood still for a moment. */
function useDelayed(value: string): string {
  const [delayed, setDelayed] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDelayed(value), pause);
    return () => clearTimeout(timer);
  }, [value]);
  return delayed;
}
