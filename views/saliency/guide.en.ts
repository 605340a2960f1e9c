import type { GuideWords } from '../_kit/view-guide.tsx';

/** How to read the Saliency view. */
export const english: GuideWords = {
  answers: 'Which parts of the input made the model say this, for one example?',
  read: [
    'Red speaks for the explained class, blue against it; the number is the share in its logit. Gradient and SmoothGrad have no sign: they say how sensitive the output is, not in which direction.',
    'Integrated gradients must add up to f(x) − f(x₀), the step from the baseline to this input. The error is beside them: above 5 % do not believe the picture.',
    'Occlusion takes one step away and looks at what changes. Where its ranking agrees with the method shown (ρ near 1), two independent ways say the same.',
    'A map of one example explains that example at that epoch, nothing more. Move along the epochs: a model that has learned looks at the same parts for the same reason.',
  ],
  better: [
    { question: 'Does the gradient of any input from long ago arrive at all?', view: 'gradients' },
    { question: 'Which unit carries what was read?', view: 'states' },
  ],
};
