import { buildSchema, graphqlSync } from "graphql";

// All that it asks of the platform, which a bare engine has not.
globalThis.AbortController = class {
  signal = { addEventListener() {}, removeEventListener() {} };
  abort() {}
};

const schema = buildSchema("type Query { user(id: Int!): User } type User { id: Int! name: String! friends: [User!]! }");
const user = (id) => ({ id, name: "user" + id, friends: () => (id > 3 ? [] : [user(id + 1), user(id + 2)]) });
const source = "query Q($id: Int!) { user(id: $id) { name friends { id name friends { name } } } }";
globalThis.run = () => JSON.stringify(graphqlSync({ schema, source, rootValue: { user: ({ id }) => user(id) }, variableValues: { id: 1 } }));
