for(;;){using a={[Symbol.dispose](){}},b={[Symbol.dispose](){}},c=null}
