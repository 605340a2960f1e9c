/** Space beside the plots of the flow column, px: map and profile share their timesteps to the pixel. */
export const FLOW_COLUMN = { left: 56, right: 92 } as const;

/** Space beside the plots of the weight column, px: they share their epochs to the pixel. */
export const RIGHT_COLUMN = { left: 130, right: 74 } as const;
