"""A class that is indented by two spaces."""
import numpy as np
import tensorflow as tf


class DQN():
  # an agent without a network that follows
  def __init__(self, n_states, n_actions):
    self.action_dim = n_actions
    w = tf.Variable(np.full((n_states, n_actions), 0.1, np.float32))
    self.state_input = tf.placeholder("float", [None, n_states])
    self.Q_value = tf.matmul(self.state_input, w)
    self.action_input = tf.placeholder("float", [None, n_actions])
    self.y_input = tf.placeholder("float", [None])
    Q_action = tf.reduce_sum(tf.multiply(self.Q_value, self.action_input), reduction_indices=1)
    self.cost = tf.reduce_mean(tf.square(self.y_input - Q_action))
    self.optimizer = tf.train.AdamOptimizer(0.05).minimize(self.cost)
    self.session = tf.InteractiveSession()
    self.session.run(tf.global_variables_initializer())

  def train(self, states, actions, rewards, nexts):
    values = self.Q_value.eval(feed_dict={self.state_input: nexts})
    targets = []
    for reward, value in zip(rewards, values):
      targets.append(reward + 0.9 * np.max(value))
    self.optimizer.run(feed_dict={
      self.y_input: targets,
      self.action_input: np.eye(self.action_dim)[actions],
      self.state_input: states
      })

  def action(self, state):
    return np.argmax(self.Q_value.eval(feed_dict={
      self.state_input: [state]
      })[0])


def main():
  agent = DQN(3, 2)
  rs = np.random.RandomState(4)
  for step in range(5):
    agent.train(rs.rand(6, 3), rs.randint(0, 2, 6), rs.rand(6), rs.rand(6, 3))
    print(step, agent.action(rs.rand(3)), agent.Q_value.eval({agent.state_input: np.eye(3)}).ravel())


if __name__ == '__main__':
  main()
