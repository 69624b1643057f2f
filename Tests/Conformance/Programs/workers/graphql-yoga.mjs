import { createGraphQLError, createSchema, createYoga } from "graphql-yoga";

const yoga = createYoga({
  graphiql: false,
  landingPage: false,
  logging: false,
  cors: { origin: "https://app.example", credentials: true, methods: ["POST"] },
  schema: createSchema({
    typeDefs: /* GraphQL */ `
      scalar Upload
      type Query { hello(name: String! = "world"): String! items(first: Int): [Item!]! fails: String leaks: String header(name: String!): String }
      type Mutation { add(a: Int!, b: Int!): Int! }
      type Item { id: ID! square: Int! }
    `,
    resolvers: {
      Query: {
        hello: (_, { name }) => `Hello, ${name}!`,
        items: (_, { first }) => Array.from({ length: first ?? 2 }, (_, i) => ({ id: i })),
        fails: () => { throw createGraphQLError("told to the client", { extensions: { code: "TOLD", http: { status: 400 } } }); },
        leaks: () => { throw new Error("an internal detail that must be masked"); },
        header: (_, { name }, { request }) => request.headers.get(name),
      },
      Mutation: { add: async (_, { a, b }) => a + b },
      Item: { square: ({ id }) => id * id },
    },
  }),
});

export default { fetch: (request, env, ctx) => yoga.fetch(request, env, ctx) };
