export class Sender {
  constructor(_: unknown) {}
  accept(_: unknown): void {}
  async beat(_: number): Promise<void> {}
}
