// Work that is done once. Where it fails, it is tried again when it is next asked for.
export function once(work) {
  let done;
  return (...given) => {
    done ??= work(...given).catch((problem) => {
      done = undefined;
      throw problem;
    });
    return done;
  };
}
