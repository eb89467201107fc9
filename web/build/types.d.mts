export function stable(document: unknown): string;
