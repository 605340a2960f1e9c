/** Media type of a run in a file of its own: it is an SQLite file. */
export const RUN_FILE_TYPE = 'application/vnd.sqlite3';
