using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm.AheadOfTime;

/// <summary>Where the code of a number is: part of a compiled assembly.</summary>
/// <returns>0 when there is none.</returns>
internal delegate nint PointerFinder(int index);

/// <summary>The code that calls functions of a type from the host: part of a compiled assembly.</summary>
internal delegate InvokerCode InvokerFinder(int index);
