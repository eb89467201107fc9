/** An answer to a question about what is planned: a choice, a number, yes or no, or a moment in Finnish local time. */
export type Answer = string | number | boolean;
export type Answers = Readonly<Record<string, Answer>>;
