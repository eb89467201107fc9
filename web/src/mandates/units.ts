/** Property unit ids of a text, 14 digits each, as the API wants them: 990-1-2-3 becomes 99000100020003. What is no id stays as it is. */
export function readUnits(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean).map((word) => {
    const parts = /^(\d{1,3})-(\d{1,3})-(\d{1,4})-(\d{1,4})$/.exec(word);
    return parts ? parts.slice(1).map((part, i) => part.padStart(i < 2 ? 3 : 4, "0")).join("") : word;
  });
}

/** A property unit's id as people write it. */
export function writeUnit(id: string): string {
  const parts = /^(\d{3})(\d{3})(\d{4})(\d{4})$/.exec(id);
  return parts ? parts.slice(1).map(Number).join("-") : id;
}
