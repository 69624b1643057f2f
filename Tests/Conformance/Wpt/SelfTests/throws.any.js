test(() => {}, 'before it');
throw new Error('at the top level');
