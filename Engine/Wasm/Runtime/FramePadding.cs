using System.Runtime.InteropServices;

namespace PureEdge.Wasm.Runtime;

/// <summary>
/// A local of every compiled function that calls, whose address measures the stack. As large as it is for the collector's sake: a collection walks every frame of
/// a turn's stack while all threads wait, and unwinding walks them twice.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal struct FramePadding
{
    private const int Bytes = 160;
}
