namespace PureEdge.Metering;

/// <summary>
/// Whose the bytes of an ArrayBuffer are too, as the key that detaches it. It is asked when a script resizes the buffer: HostResizeArrayBuffer of
/// ECMA-262 (https://tc39.es/ecma262/#sec-hostresizearraybuffer).
/// </summary>
internal interface IBufferOwner
{
    /// <summary>Resizes the buffer, to at most its greatest length, or throws an error of the script.</summary>
    /// <param name="byteLength">Its new length in bytes.</param>
    void Resize(uint byteLength);
}
