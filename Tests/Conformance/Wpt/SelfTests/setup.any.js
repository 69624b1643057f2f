setup({ allow_uncaught_exception: true, explicit_done: true });
addEventListener('error', () => { test(() => {}, 'the exception came'); done(); });
setTimeout(() => { throw new Error('expected'); }, 0);
