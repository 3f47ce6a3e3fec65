// Why a worker is given up. Plain exports: it is part of the first view.

export const lateStart = "the machine did not start in time";
export const silent = "the machine does not answer";
export const failed = "the machine's worker failed";
export const unreadable = "the machine sent what cannot be read";
export const closed = "the connection was closed";
