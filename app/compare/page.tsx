'use client';
import { CompareView } from '../../views/compare/compare-view.tsx';
import { mountView } from '../frame/mount-view.tsx';

export default mountView(CompareView);
