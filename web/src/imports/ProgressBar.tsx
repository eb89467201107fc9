import { useCatalogue } from "../i18n/catalogue";

interface Props {
  label: string;
  done: number;
  /** 0: not known. */
  all: number;
  words: string;
}

/** How far something is: a bar for the eye, numbers for everybody. */
export function ProgressBar({ label, done, all, words }: Props) {
  const { share } = useCatalogue();
  const known = all > 0;
  const part = known ? Math.min(done / all, 1) : 0;
  return (
    <>
      <div className="bar" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={known ? Math.floor(part * 100) : undefined} aria-valuetext={words} data-known={known}>
        <div style={{ width: `${part * 100}%` }} />
      </div>
      <p className="progress-words">{known && `${share(Math.floor(part * 100) / 100)} · `}{words}</p>
    </>
  );
}
