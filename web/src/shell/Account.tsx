import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { IconChevronDown, IconLogin } from "suomifi-ui-components";
import { store } from "../address/store";
import { withPeople } from "../i18n/people";
import { useText } from "../i18n/useText";
import { type Me, useMe } from "../who/queries";
import { initials } from "../who/name";

const bring = () => withPeople(import("../who/AccountMenu"));
const AccountMenu = lazy(() => bring().then((m) => ({ default: m.AccountMenu })));

/** Signing in, or who is signed in. Its place is kept from the beginning. */
export function Account() {
  const me = useMe();
  return <div className="account">{me.data?.signed_in ? <Name me={me.data} /> : !me.isPending && <SignIn />}</div>;
}

function SignIn() {
  const { t } = useText();
  return (
    <a className="account-button" href="?sign-in=ways" onClick={(event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      store.set({ signIn: "ways" }, true);
    }}>
      <IconLogin aria-hidden="true" />
      <span className="account-name">{t("account.signIn")}</span>
    </a>
  );
}

/** The name, which opens what belongs to it. */
function Name({ me }: { me: Me }) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (event.target instanceof Node && !whole.current?.contains(event.target)) setOpen(false);
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    document.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
      document.removeEventListener("keydown", escape);
    };
  }, [open]);
  const name = me.name ?? "";
  return (
    <div ref={whole}>
      <button
        ref={button} type="button" className="account-button" aria-expanded={open} aria-controls="account-menu"
        onPointerEnter={() => void bring()} onFocus={() => void bring()} onClick={() => setOpen(!open)}
      >
        <span className="account-initials" aria-hidden="true">{initials(name)}</span>
        <span className="account-name"><span className="hidden-text">{t("account.signedIn")} </span>{name}</span>
        <IconChevronDown className="account-chevron" aria-hidden="true" />
      </button>
      <div id="account-menu" className="account-menu" hidden={!open}>
        {open && <Suspense fallback={null}><AccountMenu me={me} close={() => setOpen(false)} /></Suspense>}
      </div>
    </div>
  );
}
