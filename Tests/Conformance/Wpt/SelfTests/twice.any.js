test(() => {}, 'twice');
test(() => assert_true(false), 'twice');
