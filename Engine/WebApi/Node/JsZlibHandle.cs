using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Compression;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>The state under a stream of <c>node:zlib</c>, in one of both directions.</summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class JsZlibHandle : ObjectInstance, IInflateSink
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsZlibHandle>("ZlibHandle")
        .Method("push", 1, static (self, a) => self.Push(a[0]))
        .Method("flush", 0, static (self, _) => self.Flush())
        .Method("finish", 0, static (self, _) => self.Finish())
        .Method("close", 0, static (self, _) =>
        {
            self._compressor?.Dispose();
            return Undefined;
        })
        .Build();

    private const int SliceBytes = 1 << 16;

    private readonly WorkerRealm _realm;
    private readonly Compressor? _compressor;
    private readonly double _mostOutput;
    private readonly MemoryStream _output = new();
    private CompressionFormat? _format;
    private Decompressor? _decompressor;
    private byte[] _head = [];
    private long _total;
    private bool _ignoresRest;
    private bool _isFinished;

    /// <summary>Compresses.</summary>
    public JsZlibHandle(WorkerRealm realm, CompressionFormat format, int level)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        _realm = realm;
        _compressor = Compressor.TryCreate(realm, format, level is >= 0 and <= 9 ? level : Compressor.DefaultLevel)
            ?? throw realm.RangeError($"A worker may have {Compressor.MaxAtOnce} unfinished compressing streams at most.");
        realm.Host.Scope.Limits.ChargeAllocation(1 << 18);
    }

    /// <summary>Decompresses.</summary>
    /// <param name="format"><see langword="null"/> for gzip or deflate, whichever comes.</param>
    public JsZlibHandle(WorkerRealm realm, CompressionFormat? format, double mostOutput)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        _realm = realm;
        _format = format;
        _mostOutput = double.IsNaN(mostOutput) ? NodeBuffer.MaxLength : mostOutput;
        realm.Host.Scope.Limits.ChargeAllocation(1 << 16);
    }

    void IInflateSink.OnBlock() => _realm.Host.Scope.Limits.ChargeFuel(32);

    void IInflateSink.OnOutput(ReadOnlySpan<byte> bytes)
    {
        NodeZlib.ChargeOutput(_realm, _total, bytes.Length, _mostOutput);
        _total += bytes.Length;
        _output.Write(bytes);
    }

    private JsTypedArray Push(JsValue chunk)
    {
        var input = NodeZlib.Input(_realm, chunk);
        RequireOpen();
        if (_compressor is null)
        {
            _realm.Host.Scope.Limits.ChargeFuel(input.Length / 8);
            Inflate(input.Span);
            return Taken();
        }

        for (var at = 0; at < input.Length; at += SliceBytes)
        {
            var slice = input.Span.Slice(at, Math.Min(SliceBytes, input.Length - at));
            _realm.Host.Scope.Limits.ChargeFuel(1 + (slice.Length / 4));
            Write(_compressor.Push(slice));
        }

        return Taken();
    }

    private JsTypedArray Flush()
    {
        RequireOpen();
        if (_compressor is not null)
        {
            _realm.Host.Scope.Limits.ChargeFuel(20);
            Write(_compressor.Flush());
        }

        return Taken();
    }

    private JsTypedArray Finish()
    {
        RequireOpen();
        _isFinished = true;
        if (_compressor is not null)
        {
            Write(_compressor.Finish());
            return Taken();
        }

        if (!_ignoresRest && (_decompressor is null || !_decompressor.IsDone))
        {
            throw Error("Z_BUF_ERROR", -5, "unexpected end of file");
        }

        return Taken();
    }

    private void RequireOpen()
    {
        if (_isFinished)
        {
            throw NodeErrors.Plain(_realm, "ERR_STREAM_DESTROYED", "The compression has ended.");
        }
    }

    private void Write(byte[] bytes)
    {
        _realm.ChargeInput(bytes.Length, 1);
        _output.Write(bytes);
    }

    private JsTypedArray Taken()
    {
        _realm.ChargeInput(_output.Length, 1);
        var bytes = _output.ToArray();
        _output.SetLength(0);
        return NodeBuffer.Wrap(_realm, bytes);
    }

    private void Inflate(ReadOnlySpan<byte> input)
    {
        try
        {
            while (!input.IsEmpty && !_ignoresRest)
            {
                if (_format is null)
                {
                    // Two bytes tell gzip from deflate.
                    _head = [.. _head, .. input];
                    if (_head.Length < 2)
                    {
                        return;
                    }

                    _format = _head is [0x1f, 0x8b, ..] ? CompressionFormat.Gzip : CompressionFormat.Deflate;
                    input = _head;
                    _head = [];
                }

                if (_decompressor is { IsDone: true })
                {
                    // Another member of a gzip file follows, unless zeros fill it up, as Node.js has it.
                    if (_format != CompressionFormat.Gzip || input[0] == 0)
                    {
                        _ignoresRest = true;
                        return;
                    }

                    _decompressor = null;
                }

                if (_decompressor is null)
                {
                    _realm.Host.Scope.Limits.ChargeAllocation(Decompressor.MostBytes);
                    _decompressor = new(_format.Value, this, leavesRest: true);
                }

                _decompressor.Push(input);
                input = _decompressor.IsDone ? _decompressor.Rest : default;
            }
        }
        catch (InvalidDataException e)
        {
            throw Error("Z_DATA_ERROR", -3, e.Message);
        }
    }

    private JavaScriptException Error(string code, int number, string message)
    {
        var error = NodeErrors.Plain(_realm, code, message);
        ((ObjectInstance)error.Error).FastSetDataProperty("errno", number);
        return error;
    }
}
