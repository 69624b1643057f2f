import { EMPTY, Subject, catchError, combineLatest, concatMap, defer, delay, filter, firstValueFrom, from, groupBy, lastValueFrom, map, merge, mergeMap, of, range, reduce, retry, scan, share, switchMap, takeUntil, throwError, toArray, zip } from "rxjs";

const all = (observable) => lastValueFrom(observable.pipe(toArray()));

const routes = {
  "/operators": () => all(range(1, 20).pipe(filter((n) => n % 3 === 0), map((n) => n * n), scan((sum, n) => sum + n, 0))),
  "/groups": () => all(from(["apple", "avocado", "banana", "blueberry", "cherry"]).pipe(
    groupBy((word) => word[0]),
    mergeMap((group) => group.pipe(reduce((words, word) => [...words, word], []), map((words) => [group.key, words]))),
  )),
  "/combined": async () => ({
    zip: await all(zip(of(1, 2, 3), from("abc"))),
    latest: await lastValueFrom(combineLatest({ a: of(1, 2), b: of("x", "y") })),
    merged: await all(merge(of(1), EMPTY, from(Promise.resolve(2)))),
  }),
  "/errors": async () => {
    let tries = 0;
    const flaky = defer(() => (++tries < 3 ? throwError(() => new RangeError(`try ${tries}`)) : of(`after ${tries}`)));
    return [
      await firstValueFrom(flaky.pipe(retry(5))),
      await firstValueFrom(throwError(() => new TypeError("caught")).pipe(catchError((error) => of(`${error}`)))),
      await firstValueFrom(EMPTY).catch((error) => error.name),
    ];
  },
  "/time": async () => {
    const stop = new Subject(), seen = [];
    const source = new Subject().pipe(share());
    const done = all(of(30, 1, 10).pipe(mergeMap((ms) => of(ms).pipe(delay(ms)))));
    source.pipe(takeUntil(stop)).subscribe({ next: (x) => seen.push(x), complete: () => seen.push("end") });
    stop.next();
    const order = await all(of(3, 2, 1).pipe(concatMap((n) => of(n).pipe(delay(n)))));
    const last = await all(of(1, 2, 3).pipe(switchMap((n) => of(n * 10).pipe(delay(1)))));
    return { done: await done, order, last, seen };
  },
};

export default {
  async fetch(request) {
    const route = routes[new URL(request.url).pathname];
    return route ? Response.json(await route()) : new Response("?", { status: 404 });
  },
};
