export const checking = {};
