using PureEdge.Engine;

namespace PureEdge.AspNetCore.Deploy;

/// <summary>Knows the versions that are not served because the process died while they ran.</summary>
internal interface IQuarantine
{
    /// <summary>Why a version is not served, or <see langword="null"/> when it is.</summary>
    WorkerFailure? Find(WorkerDefinition definition);

    /// <summary>Serves a version again: its deployer has deployed the same code once more, and its top level ran.</summary>
    void Release(WorkerDefinition definition);
}
