/** What the command line says of itself. */
export const USAGE = `unrolled [FILE|DIR]            show a data folder (default: UNROLLED_DIR, else ./data), or one run in a file
unrolled list                  the runs of a data folder
unrolled export RUN...         a run in one file, to be opened anywhere: unrolled FILE
unrolled import FILE...        bring such files into a data folder

RUN is an id, a name, the beginning of an id, or a file that was exported.

everywhere   --dir DIR         the data folder
show         --port PORT       6116 unless told
list         --json            for machines
export       -o FILE|DIR       where to; several runs go into a folder; - is the standard output (--csv, --json)
             --html            a page that shows the run without server or network; --full: with everything, whatever its size
             --csv, --json     only the series, every point
             --project P       all runs of a project
             --all             all runs
             --force           write over files that are there
import       --as ID           under another id
             --json            for machines

exit codes   0 done   1 something failed   2 not understood`;
