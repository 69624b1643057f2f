using System.Runtime.CompilerServices;

namespace PureEdge.Engine.Isolates.Fork;

/// <summary>
/// The shallow copy that the runtime makes of any object but a string: of that it would be an object that claims more bytes than it
/// has, over which the collector falls.
/// </summary>
internal static class Cloning
{
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "MemberwiseClone")]
    public static extern object Clone(object item);
}
