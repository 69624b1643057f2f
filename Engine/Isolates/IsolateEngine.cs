using System.Security.Cryptography;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Isolates.Fork;

namespace PureEdge.Engine.Isolates;

/// <summary>How an isolate gets its engine: a new one, or a copy; and what it takes from outside that would not be the same in a copy.</summary>
internal sealed partial class Isolate
{
    private readonly double _timeOrigin;
    private double _now;
    private IsolateImage? _image;
    private bool _askedForTime;
    private bool _askedForRandom;

    /// <summary>Made in the first turn, which has a slot for it.</summary>
    public JintEngine Engine { get; private set; } = null!;

    /// <summary>Made with the engine.</summary>
    public WorkerRealm Realm { get; private set; } = null!;

    /// <summary>Whether it is a copy.</summary>
    public bool IsFork { get; }

    /// <summary>Whether it only runs the top level, for an image of what that leaves behind: what it logs, another isolate has logged.</summary>
    public bool IsForImage { get; init; }

    /// <summary>Why what its top level did would not be the same in another isolate, now that no turn runs; else <see langword="null"/>.</summary>
    public string? Unrepeatable =>
        _host.AllowsEval ? "it may parse strings (unsafe_eval)"
        : _askedForTime ? "its top level reads the time, which would stand still in its isolates"
        : _askedForRandom ? "its top level draws random bytes, which would be the same in every isolate"
        : Queued > 0 || _openScopes.Count > 0 || _scope.Pending > 0 || !JintInternals.IsEventLoopEmpty(Engine) ? "its top level leaves work for later"
        : _rejections.Count > 0 || _handledLate is not null || _reported is not null ? "its top level leaves a rejected promise that nobody handles"
        : null;

    /// <inheritdoc/>
    public double NowMilliseconds
    {
        get
        {
            _askedForTime = true;
            return _now;
        }
    }

    /// <inheritdoc/>
    public double TimeOriginMilliseconds
    {
        get
        {
            _askedForTime = true;
            return _timeOrigin;
        }
    }

    /// <inheritdoc/>
    public void FillRandom(Span<byte> bytes)
    {
        _askedForRandom = true;
        RandomNumberGenerator.Fill(bytes);
    }

    // Inside the first turn's slot, but before its budget is charged.
    private void MakeEngine()
    {
        if (Engine is not null)
        {
            return;
        }

        if (_image is not null)
        {
            Realm = _image.Fork(this);
            Engine = Realm.Engine;
            _image = null;
            return;
        }

        Engine = EngineFactory.Create(_host.AllowsEval, _host.HasNodeModules);
        Realm = new WorkerRealm(Engine, this) { HasNodeModules = _host.HasNodeModules, AllowsCodeFromData = _host.AllowsEval };
        Engine.Advanced.PromiseRejectionTracker += OnRejection;
    }
}
