// workerd's side where several workers share a process: the first label of the host chooses one, as in PureEdge.
export default {
  fetch(request, env) {
    return env[request.headers.get("host").split(".")[0]].fetch(request);
  },
};
