import type { SeriesWords } from './series-messages.en.ts';

/** The same in Chinese. */
export const chinese: SeriesWords = {
  pin: '置顶：在总览中最先显示',
  unpin: '取消置顶',
  pinned: (chart) => `置顶：${chart}`,
  full: (most) => `已置顶 ${most} 个图，链接容纳不下更多：请先取消一个`,
};
