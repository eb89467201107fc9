/** The letter of a place as it stands on the map: A is filled, B is hollow. */
export const Letter = ({ of }: { of: string }) => <span className={`letter letter-${of}`} aria-hidden="true">{of}</span>;
