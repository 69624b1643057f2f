test(() => {}, 'before it');
setTimeout(() => { throw new TypeError('outside of every test'); }, 0);
promise_test((t) => new Promise((resolve) => t.step_timeout(resolve, 50)), 'waits');
