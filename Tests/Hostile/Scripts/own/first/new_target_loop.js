function F(){return new.target?Reflect.construct(F,[],Array)&&0:0}for(;;)new F()
