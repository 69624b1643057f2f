// META: title=known outcomes
// META: script=adder.js
// META: variant=?one
// META: variant=?two
'use strict';

test(() => assert_equals(add(1, 2), 3), 'a script before the test is there');
test(() => assert_equals(add(1, 2), 4), 'a test that fails');
test(() => assert_equals(location.search, '?one'), 'passes in one variant only');
test(() => assert_equals((function () { return this; })(), undefined), 'a strict test is strict');
test(() => assert_true(GLOBAL.isWorker() && !GLOBAL.isWindow()), 'GLOBAL knows where it is');
test(() => assert_implements_optional(false, 'not here'), 'an optional feature');
test(() => {});
promise_test(async () => assert_equals(await (await fetch('adder.js')).text(), await (await fetch(new Request('adder.js'))).text()), 'files beside it can be fetched');
promise_test(() => Promise.reject(new Error('no')), 'a promise that rejects');
promise_test((t) => new Promise((resolve) => t.step_timeout(resolve, 1)), 'a promise that waits');
async_test((t) => { setTimeout(t.step_func_done(() => assert_true(true)), 1); }, 'a test that is done later');
test(() => {}, 'a name with \ud800, a \n and a \0');
