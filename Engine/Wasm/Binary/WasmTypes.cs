namespace PureEdge.Wasm.Binary;

internal static class WasmTypes
{
    public static bool IsReference(this WasmType type) => type is WasmType.FuncRef or WasmType.ExternRef or WasmType.ExnRef;

    public static string Text(this WasmType type) => type switch
    {
        WasmType.I32 => "i32",
        WasmType.I64 => "i64",
        WasmType.F32 => "f32",
        WasmType.F64 => "f64",
        WasmType.V128 => "v128",
        WasmType.FuncRef => "funcref",
        WasmType.ExternRef => "externref",
        WasmType.ExnRef => "exnref",
        _ => "any",
    };
}
