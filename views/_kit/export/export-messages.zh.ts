import type { ExportWords } from './export-messages.en.ts';

/** The same in Chinese. */
export const chinese: ExportWords = {
  open: '另存为',
  label: (title) => `保存“${title}”`,
  noPicture: '此面板目前没有图：数据到达后再试',
};
