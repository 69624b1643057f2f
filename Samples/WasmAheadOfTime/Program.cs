using System.Globalization;
using System.Runtime.CompilerServices;
using PureEdge.Wasm;

// Runs a function of a module that `pureedge wasm aot FILE.wasm` compiled: FILE.dll, its name, its arguments.
if (args.Length < 2)
{
    Console.Error.WriteLine("Say which assembly, which function and with what: add.dll add 2 3");
    return 2;
}

using var file = File.OpenRead(args[0]);
var module = WasmAssembly.Load(file);
var store = new WasmStore(new WasmLimits { MaxMemoryBytes = 16 << 20 }) { FuelLeft = 1_000_000 };

// What a module may import here: host.print, which takes an i32.
var print = WasmFunction.OfHost(store, WasmFunctionType.Of([WasmType.I32], []), (arguments, _) => Console.WriteLine($"printed {arguments[0].AsI32()}"));
var instance = module.Instantiate(store, import => import is { Module: "host", Name: "print" } ? print : null);

var function = instance.Function(args[1]);
var values = new WasmValue[function.Type.Parameters.Length];
for (var i = 0; i < values.Length; i++)
{
    var text = args[2 + i];
    values[i] = function.Type.Parameters[i] switch
    {
        WasmType.I32 => WasmValue.I32(int.Parse(text, CultureInfo.InvariantCulture)),
        WasmType.I64 => WasmValue.I64(long.Parse(text, CultureInfo.InvariantCulture)),
        WasmType.F32 => WasmValue.F32(float.Parse(text, CultureInfo.InvariantCulture)),
        WasmType.F64 => WasmValue.F64(double.Parse(text, CultureInfo.InvariantCulture)),
        var other => throw new NotSupportedException($"Argument {i} is of the type {other}, which cannot be written here."),
    };
}

try
{
    Console.WriteLine(string.Join(", ", function.Invoke(values)));
}
catch (WasmTrapException stopped)
{
    Console.WriteLine($"stopped: {stopped.Trap}");
}

Console.WriteLine($"{1_000_000 - store.FuelLeft} units of fuel; dynamic code: {(RuntimeFeature.IsDynamicCodeSupported ? "allowed" : "refused")}");
return 0;
