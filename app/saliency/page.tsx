'use client';
import { SaliencyView } from '../../views/saliency/saliency-view.tsx';
import { mountView } from '../frame/mount-view.tsx';

export default mountView(SaliencyView);
