'use client';
import { AttentionView } from '../../views/attention/attention-view.tsx';
import { mountView } from '../frame/mount-view.tsx';

export default mountView(AttentionView);
