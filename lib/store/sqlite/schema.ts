/** Version of the schema this code reads and writes; also SQLite's `user_version`. */
export const SCHEMA_VERSION = 3;

/** SQLite's `application_id` of our files: the letters UNRL. A file with another one is not ours. */
export const APPLICATION_ID = 0x554e524c;

/** SQLite's `application_id` of one run in a file of its own (same schema): the letters UNRF. */
export const RUN_FILE_ID = 0x554e5246;

/** What brings a file from version i to i + 1. Never edited after a release: a change is a new entry. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE run (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    project TEXT NOT NULL,
    name TEXT NOT NULL,
    run_group TEXT,
    tags TEXT NOT NULL,
    notes TEXT NOT NULL,
    config TEXT NOT NULL,
    memory REAL,
    status TEXT NOT NULL,
    status_detail TEXT,
    started_ms REAL NOT NULL,
    finished_ms REAL,
    epochs_planned INTEGER,
    steps_per_epoch INTEGER,
    colour INTEGER NOT NULL,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    model TEXT,
    probe TEXT,
    environment TEXT NOT NULL,
    dropped TEXT NOT NULL,
    revision INTEGER NOT NULL
  ) STRICT;

  -- beside the run, so that a beat does not rewrite its row
  CREATE TABLE heartbeat (
    run INTEGER PRIMARY KEY REFERENCES run,
    ms REAL NOT NULL
  ) STRICT;

  CREATE TABLE segment (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run,
    number INTEGER NOT NULL,
    first_step REAL NOT NULL,
    started_ms REAL NOT NULL,
    revision INTEGER NOT NULL,
    moments INTEGER NOT NULL DEFAULT 0,
    last_step REAL,
    UNIQUE (run, number)
  ) STRICT;

  CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run,
    segment INTEGER NOT NULL REFERENCES segment,
    name TEXT NOT NULL,
    context TEXT NOT NULL,
    count INTEGER NOT NULL,
    first_step REAL NOT NULL,
    last_step REAL NOT NULL,
    last_value REAL,
    min REAL,
    max REAL,
    peak_width INTEGER NOT NULL DEFAULT 0,
    peak_end REAL NOT NULL DEFAULT 0,
    UNIQUE (run, segment, name, context)
  ) STRICT;

  -- value: REAL, or NULL for NaN; without a type, because a REAL column stores -0.0 as 0
  CREATE TABLE point (
    series INTEGER NOT NULL REFERENCES series,
    step NUMERIC NOT NULL,
    value,
    PRIMARY KEY (series, step)
  ) WITHOUT ROWID;

  -- copies of the points that thinning to buckets of series.peak_width steps keeps, for steps below series.peak_end
  CREATE TABLE peak (
    series INTEGER NOT NULL REFERENCES series,
    step NUMERIC NOT NULL,
    value,
    PRIMARY KEY (series, step)
  ) WITHOUT ROWID;

  CREATE TABLE moment (
    segment INTEGER NOT NULL REFERENCES segment,
    step NUMERIC NOT NULL,
    epoch INTEGER NOT NULL,
    ms INTEGER NOT NULL,
    PRIMARY KEY (segment, step)
  ) WITHOUT ROWID;

  CREATE TABLE tensor (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL REFERENCES run,
    segment INTEGER NOT NULL REFERENCES segment,
    name TEXT NOT NULL,
    layer TEXT,
    step REAL NOT NULL,
    epoch INTEGER NOT NULL,
    wall_ms REAL NOT NULL,
    dtype TEXT NOT NULL,
    shape TEXT NOT NULL,
    axes TEXT NOT NULL,
    attributes TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    data BLOB NOT NULL
  ) STRICT;
  CREATE INDEX tensor_of_run ON tensor (run);

  CREATE TABLE event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL REFERENCES run,
    segment INTEGER NOT NULL REFERENCES segment,
    step REAL NOT NULL,
    epoch INTEGER NOT NULL,
    wall_ms REAL NOT NULL,
    kind TEXT NOT NULL,
    level TEXT NOT NULL,
    message TEXT NOT NULL,
    data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX event_of_run ON event (run);

  CREATE TABLE epoch (
    segment INTEGER NOT NULL REFERENCES segment,
    epoch INTEGER NOT NULL,
    first_step REAL NOT NULL,
    step REAL NOT NULL,
    wall_ms REAL NOT NULL,
    snapshot INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (segment, epoch)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE verdict (
    run INTEGER NOT NULL REFERENCES run,
    id TEXT NOT NULL,
    rule TEXT NOT NULL,
    severity TEXT NOT NULL,
    layer TEXT,
    onset_epoch INTEGER NOT NULL,
    announced_epoch INTEGER NOT NULL,
    end_epoch INTEGER,
    evidence TEXT NOT NULL,
    remedies TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (run, id)
  ) STRICT, WITHOUT ROWID;

  -- everything logged, for people: one row per point
  CREATE VIEW scalar AS
  SELECT run.id AS run, run.project, run.name AS run_name, series.name, series.context, segment.number AS segment,
         point.step, moment.epoch, segment.started_ms + moment.ms AS wall_ms, point.value
  FROM series
  JOIN run ON run.number = series.run
  JOIN segment ON segment.id = series.segment
  JOIN point ON point.series = series.id
  LEFT JOIN moment ON moment.segment = series.segment AND moment.step = point.step;
  `,
  `
  -- runs that come over HTTP: who sends, and the last request of that sender that is stored (0: none, or a local run)
  ALTER TABLE run ADD COLUMN sender TEXT NOT NULL DEFAULT '';
  ALTER TABLE run ADD COLUMN received INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- what a person says of a run: fields that a recorder no longer changes (JSON), when it was put away or deleted
  ALTER TABLE run ADD COLUMN edited TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE run ADD COLUMN archived_ms REAL;
  ALTER TABLE run ADD COLUMN deleted_ms REAL;

  CREATE TABLE note (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL REFERENCES run,
    epoch INTEGER,
    step REAL,
    view TEXT,
    link TEXT NOT NULL,
    text TEXT NOT NULL,
    author TEXT,
    created_ms REAL NOT NULL,
    edited_ms REAL,
    deleted_ms REAL,
    revision INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX note_of_run ON note (run);
  `,
];
