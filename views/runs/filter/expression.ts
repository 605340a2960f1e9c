/** How a field is compared with what. */
export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'has' | 'in' | 'matches';

/** What a field is compared with. */
export interface Literal {
  readonly text: string;
  /** NaN where it is no number. */
  readonly number: number;
  /** Without quotes `none` means: has no value. */
  readonly isNone: boolean;
}

/** A filter expression as it is meant. */
export type Expression =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Expression[] }
  | { readonly kind: 'not'; readonly of: Expression }
  /** Something to find in name, project, group, tags, notes, status or settings. */
  | { readonly kind: 'find'; readonly text: string }
  | {
      readonly kind: 'compare';
      readonly field: string;
      readonly operator: Operator;
      readonly values: readonly Literal[];
    };

/** What can come at a place of an expression. */
export type Expected =
  | 'term'
  | 'operator'
  | 'value'
  | 'list'
  | 'comma'
  | 'close'
  | 'join'
  | 'quote'
  | 'field'
  | 'number';

/** Why an expression can't be understood: where, and what could stand there. */
export interface FilterFault {
  readonly from: number;
  readonly to: number;
  readonly expected: Expected;
  /** What stands there; empty at the end. */
  readonly found: string;
  /** Of an unknown field the name most like it. */
  readonly nearest: string | null;
}

export type Parsed =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly fault: FilterFault };
