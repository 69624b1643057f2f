test(() => {}, 'before it');
setTimeout(() => { throw new TypeError('outside of every test'); }, 0);
async_test(() => {}, 'waits');
