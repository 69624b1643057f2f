test(() => {}, 'before it');
async_test(() => {}, 'never done');
