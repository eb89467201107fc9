package sessions

// FindStatement is the statement of Find, for a look at its plan.
const FindStatement = findStatement
