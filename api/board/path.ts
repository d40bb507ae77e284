/** Where the page of the queues stands; known without loading it. */
export const boardPath = "/console/queues/board";
