/** Words of the Runs view. */
export const runsMessages = {
  title: 'Runs',
} as const;
