'use client';
import { GradientsView } from '../../views/gradients/gradients-view.tsx';
import { mountView } from '../frame/mount-view.tsx';

export default mountView(GradientsView);
